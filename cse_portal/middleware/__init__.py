"""What goes round every request: guards for the browser, and arrivals from elsewhere."""
