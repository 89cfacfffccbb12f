"""Slack's side of the program: it translates what staff do there into staff commands, and shows what is owed to them as cards."""
