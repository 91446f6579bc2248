package machine

// LeastRoom is how many bytes a disk has left at least on which captures can be kept: with less it
// is taken for full, since others may write to it as well.
const LeastRoom = 50 << 20
