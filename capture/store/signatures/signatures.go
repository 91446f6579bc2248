package signatures

import (
	"slices"
	"sync"
	"time"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/intake"
	"segtap/capture/store/signal"
	"segtap/capture/store/throttle"
	"segtap/mapping/message"
	"segtap/mapping/query/match"
)

// Source is what signatures are made of.
type Source struct {
	Lock *sync.RWMutex // of the index
	// Index returns the index there is. It is called with the lock held, and gives nil
	// while other work is to be done before.
	Index    func() *index.Index
	ReadAt   func(journal.Place) (journal.Record, error)
	Lines    func() journal.Lines // a reader of lines; nil where there are none
	Throttle func() throttle.Throttle
	Changed  *signal.Signal
}

// Signatures are those of the entries of a store.
type Signatures struct {
	source  Source
	readers []journal.Lines // one for each that reads at a time; nil between two
	ended   chan struct{}
	end     func()
	done    sync.WaitGroup

	// what follows is behind the lock
	of     *index.Index
	blocks []*Block // oldest first
}

// Block is entries that follow each other, and what is known of their messages.
type Block struct {
	index.Run
	signature *match.Signature // nil: one of them could not be read
}

const (
	// entries are how many a block has, and most how many bytes of the file at most, but
	// for what its last record has beyond that. With fewer entries, more words of three
	// letters and numbers are ruled out, and more memory is taken.
	entries = 384
	most    = 1 << 20
	// rest is how long it sleeps behind each block while calls arrive.
	rest = 100 * time.Millisecond
)

// Begin has signatures made of a source, until End.
func Begin(of Source) *Signatures {
	s := &Signatures{source: of, ended: make(chan struct{})}
	s.end = sync.OnceFunc(func() { close(s.ended) })
	s.done.Go(s.run)
	return s
}

// End ends that, and waits for the end.
func (s *Signatures) End() {
	s.end()
	s.done.Wait()
}

// Over returns the block that an entry of an index stands in; nil for none. The caller
// holds the lock.
func (s *Signatures) Over(x *index.Index, id uint32) *Block {
	if x != s.of || len(s.blocks) == 0 || id > s.blocks[len(s.blocks)-1].Last {
		return nil
	}
	i, found := slices.BinarySearchFunc(s.blocks, id, func(b *Block, id uint32) int {
		switch {
		case b.Last < id:
			return -1
		case b.First > id:
			return 1
		}
		return 0
	})
	if !found {
		return nil
	}
	return s.blocks[i]
}

// RulesOut reports whether the filter wants no entry of the block.
func (b *Block) RulesOut(wanted func(*match.Signature) bool) bool {
	return b.signature != nil && !wanted(b.signature)
}

// upTo returns the last entry of an index that has a signature; 0 for none. The caller
// holds the lock.
func (s *Signatures) upTo(x *index.Index) uint32 {
	if x != s.of || len(s.blocks) == 0 {
		return 0
	}
	return s.blocks[len(s.blocks)-1].Last
}

// run makes signatures until the end.
func (s *Signatures) run() {
	changed, silent := s.source.Changed.Listen()
	defer silent()
	for s.sleep(throttle.Quiet) { // what is asked for at once comes first
		for s.step() {
		}
		s.readers = nil
		select {
		case <-s.ended:
			return
		case <-changed:
		}
	}
}

// sleep reports false when the end has come meanwhile.
func (s *Signatures) sleep(d time.Duration) bool {
	select {
	case <-s.ended:
		return false
	case <-time.After(d):
		return true
	}
}

// step makes the next signatures, and reports whether there may be more to make.
func (s *Signatures) step() bool {
	limits := s.source.Throttle()
	x, blocks := s.next(limits.Workers)
	if len(blocks) == 0 {
		return false
	}
	var all sync.WaitGroup
	for i, b := range blocks {
		if i == len(s.readers) {
			s.readers = append(s.readers, s.source.Lines())
		}
		lines := s.readers[i]
		all.Go(func() { b.signature = s.sign(lines, b.Records) })
	}
	all.Wait()
	s.keep(x, blocks)
	if limits.Rests {
		return s.sleep(rest)
	}
	return s.sleep(0)
}

// next returns the next blocks of the index there is, at most n.
func (s *Signatures) next(n int) (x *index.Index, blocks []*Block) {
	s.source.Lock.RLock()
	defer s.source.Lock.RUnlock()
	if x = s.source.Index(); x == nil {
		return nil, nil
	}
	for after := s.upTo(x); len(blocks) < n; after = blocks[len(blocks)-1].Last {
		run := index.RunBehind(x, after, entries, most)
		if len(run.Records) == 0 {
			break
		}
		blocks = append(blocks, &Block{Run: run})
	}
	return x, blocks
}

// keep adds the blocks of an index, and lets those go whose entries have gone.
func (s *Signatures) keep(x *index.Index, blocks []*Block) {
	s.source.Lock.Lock()
	defer s.source.Lock.Unlock()
	if x != s.of {
		s.of, s.blocks = x, nil
	}
	for _, b := range blocks {
		b.Records = nil
	}
	oldest := index.Kept(x)
	s.blocks = append(slices.DeleteFunc(s.blocks, func(b *Block) bool { return b.Last < oldest }), blocks...)
}

// sign makes the signature of records; nil when one of them cannot be read.
func (s *Signatures) sign(lines journal.Lines, records []journal.Place) *match.Signature {
	signature, scratch := new(match.Signature), new(message.Scratch)
	var rec journal.Record
	for _, place := range records {
		var err error
		if lines != nil {
			line, unread := lines.At(place)
			if unread != nil {
				return nil
			}
			if signature.AddLine(line) {
				continue
			}
			err = lines.Next(place, &rec)
		} else {
			rec, err = s.source.ReadAt(place)
		}
		if err != nil {
			return nil
		}
		in := intake.Of(&rec, scratch)
		for i := range in.Len() {
			m := in.Message(i)
			signature.Add(m.Text)
		}
	}
	return signature
}
