"""What happens to subscribers and issues: the only place where their states change."""
