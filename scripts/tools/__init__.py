"""What the commands of `scripts` share; the README of this folder says which module does what."""
