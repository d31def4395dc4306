"""What people type, checked and turned into values; by subject. Nothing is saved here."""
