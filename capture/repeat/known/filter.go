package known

// filterBits is how many bits a filter has. By the formula of such filters it lets one hash
// in twenty pass that it was not given when it has ten million, and one in a thousand when it
// has three.
const filterBits = 1 << 26

// filter knows of most hashes that it was not given them, and of all that it was: a Bloom
// filter of fixed size. Nearly no message has come before, and none of those needs a look
// into a file.
type filter []uint64

// places are the bits of a hash that has been scattered.
func places(hash uint64) [4]uint64 {
	var p [4]uint64
	step := (hash ^ hash>>32) * 0xd6e8feb86659fd93
	for i := range p {
		p[i] = hash >> 38
		hash += step
	}
	return p
}

func (f filter) has(hash uint64) bool {
	for _, p := range places(hash) {
		if f[p/64]&(1<<(p%64)) == 0 {
			return false
		}
	}
	return true
}

func (f filter) add(hash uint64) {
	for _, p := range places(hash) {
		f[p/64] |= 1 << (p % 64)
	}
}
