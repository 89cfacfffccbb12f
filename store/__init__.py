"""What Liaison remembers; the only importer of SQLAlchemy."""
