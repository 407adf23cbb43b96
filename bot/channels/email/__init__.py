"""E-mail: letters out by SMTP, answers in by IMAP."""
