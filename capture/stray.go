package capture

import "strings"

// Stray is a request that no route takes. An SDK that is pointed wrongly sends
// such, and most swallow the answer that says so.
type Stray struct {
	Method, Path string
}

// Hint says what a sender may have got wrong.
func (s Stray) Hint() string {
	if strings.Contains(s.Path, "/v1/v1/") {
		return "this SDK adds /v1 itself: leave it out of the address it is given"
	}
	if _, ok := MatchRoute(s.Path); ok {
		return "messages are sent with POST"
	}
	return "there is no such route; SDKs send to routes such as /v1/track and /v1/batch"
}

// NoteStray counts a request that no route takes. It is not kept in the capture
// file: there is no message in it.
func (s *Store) NoteStray(stray Stray) {
	stray.Path = cut(stray.Path, maxName)
	s.mu.Lock()
	s.counts.Strays++
	s.counts.LastStray = stray
	s.mu.Unlock()
	s.signal()
}
