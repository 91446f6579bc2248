package journal

import (
	"io"
	"slices"
	"sync"
)

// memory is a growing text in pages, so that growing never copies.
type memory struct {
	mu    sync.RWMutex
	pages []page
	size  int64
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

// ReadAt is that of [io.ReaderAt].
func (m *memory) ReadAt(dst []byte, offset int64) (n int, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	i, found := slices.BinarySearchFunc(m.pages, offset, func(p page, offset int64) int {
		return int(min(max(p.start-offset, -1), 1))
	})
	if !found {
		i--
	}
	for ; i >= 0 && i < len(m.pages) && n < len(dst); i++ {
		from := offset + int64(n) - m.pages[i].start
		if from >= int64(len(m.pages[i].text)) {
			break
		}
		n += copy(dst[n:], m.pages[i].text[from:])
	}
	if n < len(dst) {
		return n, io.EOF
	}
	return n, nil
}
