"""Reading Assessment Summaries: bytes to lines, lines to tokens, tokens to a plain result."""
