package clustertest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

// view is what one segtap lists, asked for page by page through its automation API.
type view struct {
	of *segtap

	mu     sync.Mutex
	run    int // that was asked
	cursor string
	list   []listed
	seen   map[string]uint64 // a messageId, to its event
	again  map[string]string // what is said of a messageId that was sent again, when it was asked
}

// page is one answer of the automation API.
type page struct {
	Events []struct {
		ID      uint64 `json:"id"`
		Message struct {
			MessageID string `json:"messageId"`
		} `json:"message"`
		Diagnostics []struct {
			Code  string `json:"code"`
			Value string `json:"value"`
		} `json:"diagnostics"`
	} `json:"events"`
	Next   string `json:"next"`
	More   bool   `json:"more"`
	Unread int    `json:"unread"`
	Gone   int    `json:"gone"`
}

// look asks for what is listed beyond what is known of it, from the beginning after it was started again. Whatever it
// is told, nothing may be there twice, and nothing in another order.
func (v *view) look(t *testing.T) error {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	address, run := v.of.address()
	if address == "" {
		return errors.New("it does not run")
	}
	if v.run != run {
		v.run, v.cursor, v.list, v.seen, v.again = run, "", nil, map[string]uint64{}, map[string]string{}
	}
	for more := true; more; {
		p, err := ask(address, v.cursor, 1000)
		if err != nil {
			return err
		}
		if p.Unread > 0 || p.Gone > 0 {
			return fmt.Errorf("%d unread, %d gone", p.Unread, p.Gone)
		}
		for _, e := range p.Events {
			if len(v.list) > 0 && v.list[len(v.list)-1].id >= e.ID {
				t.Errorf("%s lists #%d behind #%d", v.of.name, e.ID, v.list[len(v.list)-1].id)
			}
			if before, twice := v.seen[e.Message.MessageID]; twice {
				t.Errorf("%s lists %s twice, as #%d and #%d", v.of.name, e.Message.MessageID, before, e.ID)
			}
			v.seen[e.Message.MessageID] = e.ID
			v.list = append(v.list, listed{e.ID, e.Message.MessageID})
			for _, d := range e.Diagnostics {
				if d.Code == "sdk_retry" {
					v.again[e.Message.MessageID] = d.Value
				}
			}
		}
		v.cursor, more = p.Next, p.More
	}
	return nil
}

// watch looks all the time, so that what is wrong for a moment only is seen, too. That it cannot be asked is no
// matter meanwhile.
func (v *view) watch(t *testing.T, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(100 * time.Millisecond):
			_ = v.look(t)
		}
	}
}

// ask asks for one page.
func ask(address, cursor string, limit int) (p page, err error) {
	query := url.Values{"limit": {fmt.Sprint(limit)}}
	if cursor != "" {
		query.Set("after", cursor)
	}
	client := http.Client{Timeout: patience}
	defer client.CloseIdleConnections()
	res, err := client.Get(address + "/_segtap/v1/events?" + query.Encode())
	if err != nil {
		return p, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return p, fmt.Errorf("answered %d", res.StatusCode)
	}
	return p, json.UnmarshalRead(res.Body, &p)
}

// byTurns asks for a list page by page, each page of another segtap with the cursor that the one before has given, as
// behind a load balancer.
func byTurns(views []*view, limit int) (list []listed, err error) {
	cursor := ""
	for i := 0; ; i++ {
		v := views[i%len(views)]
		address, _ := v.of.address()
		p, err := ask(address, cursor, limit)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.of.name, err)
		}
		for _, e := range p.Events {
			list = append(list, listed{e.ID, e.Message.MessageID})
		}
		if cursor = p.Next; !p.More {
			return list, nil
		}
	}
}

// shows reports whether it lists just this.
func (v *view) shows(want []listed) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, e := range v.list {
		if i >= len(want) {
			return fmt.Errorf("it lists %d events, and there are %d: #%d %s is none", len(v.list), len(want), e.id, e.message)
		}
		if e != want[i] {
			return fmt.Errorf("event %d of the list is #%d %s, and should be #%d %s", i, e.id, e.message, want[i].id, want[i].message)
		}
	}
	if len(v.list) < len(want) {
		return fmt.Errorf("it lists %d events of %d", len(v.list), len(want))
	}
	return nil
}

// counts reports whether it says of each message how many times it was sent, where all was asked anew.
func (v *view) counts(sent map[string]int) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	for message, n := range sent {
		want := ""
		if n > 1 {
			want = fmt.Sprintf("sent %d times", n)
		}
		if said := v.again[message]; said != want {
			return fmt.Errorf("it says of %s %q, and it was %q", message, said, want)
		}
	}
	return nil
}

// afresh has the next look begin at the beginning.
func (v *view) afresh() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.run = 0
}
