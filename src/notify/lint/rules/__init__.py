"""The rules, a file each, in a folder for each family. A rule's file ends in `RULE`."""
