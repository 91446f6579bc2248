package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"segtap/capture"
)

// lineageKey seals what a replay says of where it comes from. It is of one run,
// and never leaves the process.
type lineageKey [sha256.Size]byte

func newLineageKey() *lineageKey {
	var key lineageKey
	_, _ = rand.Read(key[:]) // it never fails
	return &key
}

// Lineage returns what a request that segtap sends to itself says of the entry it
// is a replay of, see [replay.ParentHeader]. Anyone may send such a header, a web
// page as well: what it says is believed for its seal, which nobody else can make.
func (s *Store) Lineage(id uint64) string {
	return strconv.FormatUint(id, 10) + "." + s.lineage.seal(id)
}

// ParentOf returns the entry that a request comes from by its lineage; 0 when there
// is none, or it was not segtap that said so.
func (s *Store) ParentOf(lineage string) uint64 {
	digits, seal, _ := strings.Cut(lineage, ".")
	id, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || !hmac.Equal([]byte(seal), []byte(s.lineage.seal(id))) {
		return 0
	}
	return id
}

// Children returns the entries that were made of an entry, by an edit or a replay, as they
// stand in the list, the oldest first: those from one place on, up to n. All is how many
// there are.
func (s *Store) Children(id uint64, from, n int) (children []capture.Entry, all int) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Children(id, from, n)
}

// Sibling returns which of the children of an entry another one is, from 0; false when it
// is none of them.
func (s *Store) Sibling(parent, child uint64) (place int, ok bool) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Sibling(parent, child)
}

// Marked returns the entries with a mark, the oldest first, as long as there are no more
// than n; and how many there are.
func (s *Store) Marked(n int) (ids []uint64, all int) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Marked(n)
}

func (k *lineageKey) seal(id uint64) string {
	mac := hmac.New(sha256.New, k[:])
	_, _ = mac.Write(strconv.AppendUint(nil, id, 10))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
