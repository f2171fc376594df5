"""The parts of script/server and script/test that are more than a few lines of shell."""
