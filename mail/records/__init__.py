"""What a domain's SPF, DKIM and DMARC records say of mail that we send for it."""
