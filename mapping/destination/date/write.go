package date

import "time"

// ISO writes a time, ms since 1970, as JavaScript writes it in ISO 8601: in UTC, to
// the millisecond.
func ISO(ms int64) string { return string(AppendISO(nil, ms)) }

// AppendISO appends what [ISO] gives.
func AppendISO(dst []byte, ms int64) []byte {
	return time.UnixMilli(ms).UTC().AppendFormat(dst, "2006-01-02T15:04:05.000Z")
}
