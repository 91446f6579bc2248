package capture

import (
	"bytes"
	"context"
)

// stretch is how many entries one call of Find looks at.
const stretch = 2000

// Find looks through entries from the id next on, oldest first, for those whose
// message has all the words, in any case of letters. It looks at a stretch of
// entries and gives the ids that match, the id to go on from, and whether the
// newest entry has been looked at. It stops early when ctx ends.
func (s *Store) Find(ctx context.Context, words []string, next uint64) (ids []uint64, after uint64, done bool) {
	needles := make([][]byte, len(words))
	for i, w := range words {
		needles[i] = bytes.ToLower([]byte(w))
	}
	s.mu.RLock()
	from, _ := s.index(next)
	to := min(from+stretch, len(s.rows))
	rows := append([]row(nil), s.rows[from:to]...)
	done = to == len(s.rows)
	s.mu.RUnlock()

	after = next
	var read reader
	for i := range rows {
		if ctx.Err() != nil {
			return ids, after, false
		}
		id := uint64(rows[i].id)
		if m, _, err := read.message(s.file, &rows[i]); err == nil && hasAll(m.Text, needles) {
			ids = append(ids, id)
		}
		after = id + 1
	}
	return ids, after, done
}

func hasAll(text []byte, needles [][]byte) bool {
	lower := bytes.ToLower(text)
	for _, n := range needles {
		if !bytes.Contains(lower, n) {
			return false
		}
	}
	return true
}
