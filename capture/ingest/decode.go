package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

// MaxBody is how many bytes of a body are read and kept, after decompression.
// Segment takes 500 KB; what is larger is kept so that it can be looked at.
const MaxBody = 8 << 20

// errTooLarge says that a body goes on after MaxBody bytes.
var errTooLarge = errors.New("larger than 8 MiB")

// decode reads a body into buf: at most MaxBody bytes of it, with its content
// encoding undone. It gives how many bytes came over the wire.
//
// On an error buf holds what could be read: the decompressed start of a body
// that is too large, or the raw bytes of one that is not what its encoding
// says.
func decode(buf *bytes.Buffer, body io.Reader, encoding string) (wire int64, err error) {
	encoding = strings.ToLower(strings.TrimSpace(encoding))
	if encoding == "" || encoding == "identity" {
		n, err := buf.ReadFrom(io.LimitReader(body, MaxBody+1))
		return n, capped(buf, err)
	}
	var raw bytes.Buffer
	wire, err = raw.ReadFrom(io.LimitReader(body, MaxBody+1))
	if err == nil {
		err = capped(&raw, nil)
	}
	if err != nil {
		_, _ = buf.Write(raw.Bytes())
		return wire, err
	}
	plain, err := decompressor(bytes.NewReader(raw.Bytes()), encoding)
	if err == nil {
		_, err = buf.ReadFrom(io.LimitReader(plain, MaxBody+1))
		if err == nil || buf.Len() > MaxBody {
			return wire, capped(buf, nil)
		}
	}
	buf.Reset()
	_, _ = buf.Write(raw.Bytes())
	return wire, fmt.Errorf("content encoding %s: %w", encoding, err)
}

// capped cuts buf to MaxBody and says so.
func capped(buf *bytes.Buffer, err error) error {
	if buf.Len() > MaxBody {
		buf.Truncate(MaxBody)
		return errTooLarge
	}
	return err
}

func decompressor(r *bytes.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "deflate":
		// RFC 9110 means the zlib format; clients exist that send bare
		// deflate, which never starts with a valid zlib header.
		br := bufio.NewReader(r)
		if head, err := br.Peek(2); err == nil && (int(head[0])<<8|int(head[1]))%31 == 0 && head[0]&0x0f == 8 {
			return zlib.NewReader(br)
		}
		return flate.NewReader(br), nil
	}
	return nil, fmt.Errorf("unknown: send gzip, deflate or none")
}
