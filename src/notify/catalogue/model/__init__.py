"""What a catalogue is made of: typed, frozen, and without I/O."""
