"""A newsletter from the Markdown that somebody wrote to the bytes that each recipient gets: pure."""
