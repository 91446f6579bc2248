package mapping

import "time"

// isoTime writes a time as ISO 8601, in UTC.
func isoTime(ms int64) string { return string(appendISO(nil, ms)) }

func appendISO(dst []byte, ms int64) []byte {
	return time.UnixMilli(ms).UTC().AppendFormat(dst, "2006-01-02T15:04:05.000Z")
}
