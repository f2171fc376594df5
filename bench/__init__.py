"""What script/bench runs: data in bulk, then measurements, on each database there is."""
