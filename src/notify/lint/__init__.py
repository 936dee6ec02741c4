"""What is wrong with a catalogue, its copy, its templates and its messages, found before anybody gets them."""
