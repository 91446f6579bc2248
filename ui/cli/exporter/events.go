package exporter

import (
	"bufio"
	"bytes"

	"segtap/capture/control/eventjson"
	"segtap/capture/formats/writekeys"
	"segtap/ui/cli/console"
)

// events writes what the destination sends: the body of each request on a line, an array of
// one custom event.
type events struct {
	out  *bufio.Writer
	keys bool // write keys are written as they came
	hid  int  // events in which one was masked
}

func (w *events) write(e *event) (bool, error) {
	if !e.judged.Sent() {
		return false, nil
	}
	body := append(e.judged.Event.AppendJSON([]byte{'['}), "]\n"...)
	if !w.keys {
		hidden := writekeys.Mask(body, e.writeKey)
		if !bytes.Equal(hidden, body) {
			w.hid++
		}
		body = hidden
	}
	_, err := w.out.Write(eventjson.Escape(body))
	return true, err
}

func (w *events) close() ([]string, error) { return maskedKeys(w.hid, "event"), nil }

// maskedKeys says in how many of something write keys were masked.
func maskedKeys(n int, of string) []string {
	if n == 0 {
		return nil
	}
	return []string{"write keys are masked in " + console.Count(n, of) + ": --with-keys writes them as they came"}
}
