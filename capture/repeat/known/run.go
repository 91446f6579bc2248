package known

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"io"
	"os"
	"slices"
)

const (
	entrySize = 24
	// blockEntries is how many entries are read at once.
	blockEntries = 128
	// manyRuns is how many runs of about one size are made one: each is looked into for a
	// hash that is perhaps known.
	manyRuns = 8
)

// run is entries in a file, in the order of their hashes, each of which is there once.
type run struct {
	file  *os.File
	gone  bool // it has no name any more
	n     int
	first []uint64 // hash of each block
}

// create begins a run.
func create() (*run, error) {
	f, err := os.CreateTemp("", "segtap-ids-*")
	if err != nil {
		return nil, err
	}
	return &run{file: f, gone: os.Remove(f.Name()) == nil}, nil // which Windows does not do to an open one
}

func (r *run) close() {
	_ = r.file.Close()
	if !r.gone {
		_ = os.Remove(r.file.Name())
	}
}

// fill writes a run of the entries that next gives, until one has no hash.
func (r *run) fill(next func() (entry, error)) error {
	out := bufio.NewWriterSize(r.file, 64<<10)
	var text [entrySize]byte
	for {
		e, err := next()
		if err != nil {
			return err
		}
		if e.hash == 0 {
			return out.Flush()
		}
		if r.n%blockEntries == 0 {
			r.first = append(r.first, e.hash)
		}
		r.n++
		binary.LittleEndian.PutUint64(text[:], e.hash)
		binary.LittleEndian.PutUint64(text[8:], e.value[0])
		binary.LittleEndian.PutUint64(text[16:], e.value[1])
		if _, err := out.Write(text[:]); err != nil {
			return err
		}
	}
}

func decoded(text []byte) entry {
	return entry{binary.LittleEndian.Uint64(text), Value{binary.LittleEndian.Uint64(text[8:]), binary.LittleEndian.Uint64(text[16:])}}
}

// find returns the entry of a hash; the zero one for none.
func (r *run) find(hash uint64) (entry, error) {
	block, exact := slices.BinarySearch(r.first, hash)
	if !exact {
		block--
	}
	if block < 0 {
		return entry{}, nil
	}
	var text [blockEntries * entrySize]byte
	n := min(blockEntries, r.n-block*blockEntries)
	if _, err := r.file.ReadAt(text[:n*entrySize], int64(block)*int64(len(text))); err != nil {
		return entry{}, err
	}
	for low, high := 0, n; low < high; {
		middle := (low + high) / 2
		switch e := decoded(text[middle*entrySize:]); cmp.Compare(e.hash, hash) {
		case 0:
			return e, nil
		case -1:
			low = middle + 1
		default:
			high = middle
		}
	}
	return entry{}, nil
}

// reader reads a run from its beginning.
func (r *run) reader() (func() (entry, error), error) {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(r.file, 64<<10)
	var text [entrySize]byte
	left := r.n
	return func() (entry, error) {
		if left == 0 {
			return entry{}, nil
		}
		left--
		_, err := io.ReadFull(in, text[:]) // a file that ends before is an error too
		return decoded(text[:]), err
	}, nil
}

// write writes all entries in memory to a file, and makes one of many runs.
func (t *Table) write() error {
	entries, i := t.sort(), 0
	err := t.add(func() (e entry, err error) {
		if i < len(entries) {
			e = entries[i]
		}
		i++
		return e, nil
	})
	if err != nil {
		return err
	}
	if t.written == nil {
		t.written = make(filter, filterBits/64)
	}
	for i := range entries {
		t.written.add(entries[i].hash)
	}
	t.mergeMany()
	return nil
}

// add writes a run and puts it behind the others.
func (t *Table) add(next func() (entry, error)) error {
	r, err := create()
	if err != nil {
		return err
	}
	if err := r.fill(next); err != nil {
		r.close()
		return err
	}
	t.older = append(t.older, r)
	return nil
}

// mergeMany makes one of the last runs as often as they are many of about one size. Where
// that fails they stay apart, and so do those that come: it is not tried at each of them.
func (t *Table) mergeMany() {
	for !t.apart {
		from := len(t.older) - manyRuns
		if from < 0 || t.older[from].n > 2*t.older[len(t.older)-1].n {
			return
		}
		last := slices.Clone(t.older[from:])
		if t.apart = !t.merge(last); t.apart {
			return
		}
		t.older = append(t.older[:from], t.older[len(t.older)-1])
		for _, r := range last {
			r.close()
		}
	}
}

// merge writes runs as one behind them, and reports whether it could. That there is no room
// for it is no matter, that something cannot be read is.
func (t *Table) merge(runs []*run) bool {
	next, err := merged(runs)
	if err != nil {
		t.failed = err
		return false
	}
	return t.add(func() (e entry, err error) {
		if e, err = next(); err != nil {
			t.failed = err
		}
		return e, err
	}) == nil
}

// merged gives the entries of runs in the order of their hashes, of each hash the newest.
func merged(runs []*run) (next func() (entry, error), err error) {
	readers, heads := make([]func() (entry, error), len(runs)), make([]entry, len(runs))
	for i, r := range runs {
		if readers[i], err = r.reader(); err == nil {
			heads[i], err = readers[i]()
		}
		if err != nil {
			return nil, err
		}
	}
	return func() (least entry, err error) {
		for _, head := range heads { // the last one is the newest
			if head.hash != 0 && (least.hash == 0 || head.hash <= least.hash) {
				least = head
			}
		}
		for i := range heads {
			if heads[i].hash == least.hash && err == nil && least.hash != 0 {
				heads[i], err = readers[i]()
			}
		}
		return least, err
	}, nil
}
