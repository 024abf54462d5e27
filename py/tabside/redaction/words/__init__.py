"""Word lists and casing: names, common words, capital letters, chats."""
