package file

import (
	"cmp"
	"io"
	"slices"
	"sync"

	"segtap/capture/journal"
)

// memory is a growing text in pages, so that growing never copies.
type memory struct {
	mu    sync.RWMutex
	pages []page
	size  int64
	run   [4]byte // see [Journal.Run]
}

// page holds whole lines: its bytes are written once and then only read.
type page struct {
	start int64
	text  []byte
}

const pageSize = 64 << 10

// add appends a line.
func (m *memory) add(text []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	last := len(m.pages) - 1
	if last < 0 || cap(m.pages[last].text)-len(m.pages[last].text) < len(text) {
		m.pages = append(m.pages, page{start: m.size, text: make([]byte, 0, max(pageSize, len(text)))})
		last++
	}
	m.pages[last].text = append(m.pages[last].text, text...)
	m.size += int64(len(text))
}

// forget frees the pages that end before an offset and hold none of the places.
func (m *memory) forget(before int64, but []journal.Place) {
	m.mu.Lock()
	defer m.mu.Unlock()
	gone, _ := slices.BinarySearchFunc(m.pages, before, func(p page, before int64) int { return cmp.Compare(p.end(), before+1) })
	if gone > 0 {
		held := slices.DeleteFunc(m.pages[:gone:gone], func(p page) bool { return !p.holds(but) })
		m.pages = append(held, m.pages[gone:]...)
	}
}

func (p *page) end() int64 { return p.start + int64(len(p.text)) }

// holds says whether one of the places is on the page.
func (p *page) holds(places []journal.Place) bool {
	return slices.ContainsFunc(places, func(at journal.Place) bool {
		return at.Offset < p.end() && at.Offset+int64(at.Length) > p.start
	})
}

// ReadAt is that of [io.ReaderAt].
func (m *memory) ReadAt(dst []byte, offset int64) (n int, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	i, found := slices.BinarySearchFunc(m.pages, offset, func(p page, offset int64) int {
		return cmp.Compare(p.start, offset)
	})
	if !found {
		i--
	}
	for ; i >= 0 && i < len(m.pages) && n < len(dst); i++ {
		from := offset + int64(n) - m.pages[i].start
		if from < 0 || from >= int64(len(m.pages[i].text)) {
			break // forgotten
		}
		n += copy(dst[n:], m.pages[i].text[from:])
	}
	if n < len(dst) {
		return n, io.EOF
	}
	return n, nil
}
