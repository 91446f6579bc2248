package ingest

import (
	"net/http"
	"strconv"

	"segtap/capture/ingest/tally"
	"segtap/mapping/jsondoc"
)

// What answers share; nothing changes it.
var (
	success       = []byte(`{"success":true}`)
	jsonType      = []string{"application/json"}
	noSniffing    = []string{"nosniff"}
	noStore       = []string{"no-store"}
	successLength = []string{strconv.Itoa(len(success))}
)

// accept answers as Segment does. It must be 200 and a JSON object: PHP's SDK
// repeats for ever on other 2xx, Ruby's parses the body.
func accept(w http.ResponseWriter, outcome string) tally.Answer {
	header := w.Header()
	header["Content-Type"], header["Content-Length"] = jsonType, successLength
	_, _ = w.Write(success)
	return tally.Answer{Status: http.StatusOK, Outcome: outcome}
}

// refuse answers with an error that every SDK can read: Python looks for code
// and message, Ruby for error.
func refuse(w http.ResponseWriter, status int, code, message string) tally.Answer {
	return document(w, status, refusal(code, message), code)
}

// refusal is the body of such an answer.
func refusal(code, message string) []byte {
	out := append([]byte(`{"success":false,"code":`), jsondoc.AppendString(nil, code)...)
	out = append(append(out, `,"message":`...), jsondoc.AppendString(nil, message)...)
	out = append(append(out, `,"error":`...), jsondoc.AppendString(nil, message)...)
	return append(out, '}')
}

// document answers with a JSON object.
func document(w http.ResponseWriter, status int, text []byte, outcome string) tally.Answer {
	header := w.Header()
	header["Content-Type"], header["X-Content-Type-Options"], header["Cache-Control"] = jsonType, noSniffing, noStore
	header.Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text)
	return tally.Answer{Status: status, Outcome: outcome}
}

// pixelImage is a transparent GIF of one pixel.
const pixelImage = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" +
	"\x21\xf9\x04\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b"

// image answers a pixel, whatever became of its message (Segment docs, Pixel
// Tracking API).
func image(w http.ResponseWriter, outcome string) tally.Answer {
	header := w.Header()
	header.Set("Content-Type", "image/gif")
	header.Set("Content-Length", strconv.Itoa(len(pixelImage)))
	header["Cache-Control"] = noStore
	_, _ = w.Write([]byte(pixelImage))
	return tally.Answer{Status: http.StatusOK, Outcome: outcome}
}

// permit tells whether a request is of the method that its route takes. It
// answers all others: OPTIONS, HEAD, which is how people look whether somebody
// is there, and what is not allowed.
func permit(w http.ResponseWriter, r *http.Request, method string) (said tally.Answer, permitted bool) {
	switch r.Method {
	case method:
		return said, true
	case http.MethodOptions:
		w.Header().Set("Allow", method+", HEAD, OPTIONS")
		return options(w), false
	case http.MethodHead:
		if method == http.MethodGet {
			return image(w, tally.Asked), false
		}
		return accept(w, tally.Asked), false
	}
	w.Header().Set("Allow", method+", HEAD, OPTIONS")
	return refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", "this route takes "+method), false
}

// options answers who asks what there is.
func options(w http.ResponseWriter) tally.Answer {
	w.WriteHeader(http.StatusNoContent)
	return tally.Answer{Status: http.StatusNoContent, Outcome: tally.Asked}
}
