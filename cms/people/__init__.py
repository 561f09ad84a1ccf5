"""What people do with their own account: sign in, sign up, passwords, e-mail addresses, sessions."""
