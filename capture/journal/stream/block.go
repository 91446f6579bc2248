package stream

import (
	"slices"
	"sync"
)

// block is messages as they follow each other in the stream.
type block struct {
	first uint64   // the sequence of the first
	seqs  []uint64 // those of all, where some between them are gone; nil where they are consecutive
	texts [][]byte
	bytes int
}

func (b *block) seq(i int) uint64 {
	if b.seqs != nil {
		return b.seqs[i]
	}
	return b.first + uint64(i)
}

// last gives the sequence of the last; the block has one.
func (b *block) last() uint64 { return b.seq(len(b.texts) - 1) }

// index gives where the first message stands whose sequence is seq or higher.
func (b *block) index(seq uint64) int {
	if b.seqs != nil {
		i, _ := slices.BinarySearch(b.seqs, seq)
		return i
	}
	if seq <= b.first {
		return 0
	}
	return int(min(seq-b.first, uint64(len(b.texts))))
}

// from gives the messages whose sequence is seq or higher.
func (b *block) from(seq uint64) block {
	i, n := b.index(seq), len(b.texts)
	rest := block{texts: b.texts[i:n:n]}
	if b.seqs != nil {
		rest.seqs = b.seqs[i:n:n]
	}
	if i < n {
		rest.first = b.seq(i)
	}
	return rest
}

// upTo gives the messages whose sequence is not behind seq.
func (b *block) upTo(seq uint64) block {
	rest := *b
	n := b.index(seq + 1)
	rest.texts = b.texts[:n:n]
	if b.seqs != nil {
		rest.seqs = b.seqs[:n:n]
	}
	return rest
}

// find gives the message of a sequence; nil where there is none.
func (b *block) find(seq uint64) []byte {
	if i := b.index(seq); i < len(b.texts) && b.seq(i) == seq {
		return b.texts[i]
	}
	return nil
}

const (
	// recentBytes is how much of the end of the stream stays in memory.
	recentBytes = 32 << 20
	// pageBytes is how much of it goes at once, and how much own lines take from memory at once.
	pageBytes = 256 << 10
)

// recent is the end of the stream in memory, without gaps but those of the stream: what has
// just come is listed, judged and read without asking a server.
type recent struct {
	mu     sync.RWMutex
	blocks []*block
	begin  uint64 // nothing from here on is missing
	end    uint64 // the sequence behind the last message known
	bytes  int
	limit  int    // how many bytes stay, or some more
	page   []byte // room for texts that are copied
}

// add adds a message behind the others. A text that is copied may be changed afterwards.
func (r *recent) add(seq uint64, text []byte, copied bool) {
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
	var last *block
	if n := len(r.blocks); n > 0 && r.blocks[n-1].bytes < pageBytes && r.blocks[n-1].last()+1 == seq {
		last = r.blocks[n-1]
	} else {
		last = &block{first: seq}
		r.blocks = append(r.blocks, last)
	}
	last.texts = append(last.texts, text)
	last.bytes += len(text)
	r.bytes += len(text)
	r.end = seq + 1
	for r.bytes > r.limit && len(r.blocks) > 1 {
		r.bytes -= r.blocks[0].bytes
		r.begin = r.blocks[0].last() + 1
		r.blocks[0] = nil
		r.blocks = r.blocks[1:]
	}
}

// from gives messages that follow each other, the first with a sequence of seq or higher;
// none behind the end, and false where they are not in memory.
func (r *recent) from(seq uint64) (block, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if seq < r.begin {
		return block{}, false
	}
	i, _ := slices.BinarySearchFunc(r.blocks, seq, func(b *block, seq uint64) int {
		if b.last() < seq {
			return -1
		}
		return 1
	})
	if i == len(r.blocks) {
		return block{}, true
	}
	return r.blocks[i].from(seq), true
}

// next gives the sequence behind the last message known.
func (r *recent) next() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.end
}

// start begins anew: everything before seq is not in memory.
func (r *recent) start(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.blocks, r.bytes, r.limit, r.begin, r.end = nil, 0, recentBytes, seq, seq
}

// skipTo says that there is nothing before seq that is not here.
func (r *recent) skipTo(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end = max(r.end, seq)
}

// held gives from where on messages are in memory, and how many bytes they have.
func (r *recent) held() (begin uint64, bytes int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.begin, r.bytes
}
