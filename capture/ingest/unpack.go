package ingest

import (
	"bytes"
	"errors"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// maxWindow is how far back a zstd frame may refer, in bytes, and with that
// the memory it takes: what RFC 8878 asks every decoder to support.
const maxWindow = 8 << 20

// errEncoding says that a content encoding is none of those that are undone.
var errEncoding = errors.New("unknown: send gzip, deflate, br, zstd or none")

// unpackers undo content encodings. Those that SDKs use are kept from one body
// to the next; each is made when it is first needed.
type unpackers struct {
	gzip  *gzip.Reader
	zlib  io.Reader // a zlib.Resetter
	flate io.Reader // a flate.Resetter
}

// hungry tells whether an encoding takes megabytes of memory for a few bytes
// of body that ask for them.
func hungry(encoding string) bool { return encoding == "br" || encoding == "zstd" }

// reader undoes an encoding, named in lower case.
func (u *unpackers) reader(packed *bytes.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "gzip", "x-gzip":
		if u.gzip == nil {
			u.gzip = new(gzip.Reader)
		}
		return u.gzip, u.gzip.Reset(packed)
	case "deflate":
		return u.deflate(packed)
	case "br":
		return brotli.NewReader(packed), nil
	case "zstd":
		// One at a time, and always as a stream: the other ways start
		// goroutines, or unpack all of it at once.
		return zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecodeBuffersBelow(0))
	}
	return nil, errEncoding
}

// deflate undoes what RFC 9110 calls deflate, which is the zlib format. Clients
// exist that send bare deflate, which hardly ever starts like zlib.
func (u *unpackers) deflate(packed *bytes.Reader) (io.Reader, error) {
	var head [2]byte
	n, _ := packed.ReadAt(head[:], 0)
	isZlib := n == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0
	if !isZlib {
		if u.flate == nil {
			u.flate = flate.NewReader(packed)
			return u.flate, nil
		}
		return u.flate, u.flate.(flate.Resetter).Reset(packed, nil)
	}
	if u.zlib == nil {
		r, err := zlib.NewReader(packed)
		if err != nil {
			return nil, err
		}
		u.zlib = r
		return r, nil
	}
	return u.zlib, u.zlib.(zlib.Resetter).Reset(packed, nil)
}
