package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
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

func (k *lineageKey) seal(id uint64) string {
	mac := hmac.New(sha256.New, k[:])
	_, _ = mac.Write(strconv.AppendUint(nil, id, 10))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
