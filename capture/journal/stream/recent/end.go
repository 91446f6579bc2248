package recent

import (
	"slices"
	"sync"
)

const (
	// memory is how much of the end of the stream stays in memory.
	memory = 32 << 20
	// pageBytes is how much of it goes at once, and how much own lines take from memory at once.
	pageBytes = 256 << 10
)

// End is the end of the stream in memory, without gaps but those of the stream: what has
// just come is listed, judged and read without asking a server.
type End struct {
	mu     sync.RWMutex
	blocks []*Block
	begin  uint64 // nothing from here on is missing
	end    uint64 // the sequence behind the last message known
	bytes  int
	limit  int    // how many bytes stay, or some more
	page   []byte // room for texts that are copied
}

// Add adds a message behind the others. A text that is copied may be changed afterwards.
func (r *End) Add(seq uint64, text []byte, copied bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if copied {
		if cap(r.page)-len(r.page) < len(text) {
			r.page = make([]byte, 0, max(pageBytes, len(text)))
		}
		at := len(r.page)
		r.page = append(r.page, text...)
		text = r.page[at:len(r.page):len(r.page)]
	}
	if n := len(r.blocks); n == 0 || r.blocks[n-1].bytes >= pageBytes {
		r.blocks = append(r.blocks, new(Block))
	}
	r.blocks[len(r.blocks)-1].Add(seq, text)
	r.bytes += len(text)
	r.end = seq + 1
	for r.bytes > r.limit && len(r.blocks) > 1 {
		r.bytes -= r.blocks[0].bytes
		r.begin = r.blocks[0].Last() + 1
		r.blocks[0] = nil
		r.blocks = r.blocks[1:]
	}
}

// From gives messages that follow each other, the first with a sequence of seq or higher;
// none behind the end, and false where they are not in memory.
func (r *End) From(seq uint64) (Block, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if seq < r.begin {
		return Block{}, false
	}
	i, _ := slices.BinarySearchFunc(r.blocks, seq, func(b *Block, seq uint64) int {
		if b.Last() < seq {
			return -1
		}
		return 1
	})
	if i == len(r.blocks) {
		return Block{}, true
	}
	return r.blocks[i].From(seq), true
}

// Back gives the sequence of the message that is the n-th from the end before a sequence; 0 where
// there are not so many in memory.
func (r *End) Back(n int, before uint64) uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := len(r.blocks) - 1; i >= 0; i-- {
		b := r.blocks[i]
		has := b.Index(before)
		if has >= n {
			return b.Seq(has - n)
		}
		n -= has
	}
	return 0
}

// Next gives the sequence behind the last message known.
func (r *End) Next() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.end
}

// Start begins anew: everything before seq is not in memory.
func (r *End) Start(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.blocks, r.bytes, r.limit, r.begin, r.end = nil, 0, memory, seq, seq
}

// SkipTo says that there is nothing before seq that is not here.
func (r *End) SkipTo(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end = max(r.end, seq)
}

// Held gives from where on messages are in memory, and how many bytes they have.
func (r *End) Held() (begin uint64, bytes int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.begin, r.bytes
}
