package lineage

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Key seals and believes. It is of one run.
type Key [sha256.Size]byte

// New returns a key that nobody else has.
func New() *Key {
	var key Key
	_, _ = rand.Read(key[:]) // it never fails
	return &key
}

// Of returns what says that a request comes from an entry.
func (k *Key) Of(id uint64) string { return strconv.FormatUint(id, 10) + "." + k.seal(id) }

// Parent returns the entry that a text of [Key.Of] says; 0 where it is of somebody else.
func (k *Key) Parent(text string) uint64 {
	digits, seal, _ := strings.Cut(text, ".")
	id, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || !hmac.Equal([]byte(seal), []byte(k.seal(id))) {
		return 0
	}
	return id
}

func (k *Key) seal(id uint64) string {
	mac := hmac.New(sha256.New, k[:])
	_, _ = mac.Write(strconv.AppendUint(nil, id, 10))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
