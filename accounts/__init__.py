"""Who: people, their roles, firms, who acts for a firm and who binds it."""
