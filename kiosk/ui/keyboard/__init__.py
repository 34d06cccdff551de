"""The on-screen keyboard: Pinyin to Chinese, and what the keys do to a text. What is typed stays in memory."""
