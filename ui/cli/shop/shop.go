package shop

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"segtap/mapping/destination/date"
	"segtap/ui/cli/version"
)

// Shop is a small web shop that tracks what its visitors do, with the mistakes
// that real integrations make. The same seed gives the same traffic.
type Shop struct {
	rand     *rand.Rand
	visitors []visitor
	sent     int
}

type visitor struct{ user, anonymous string }

// pause is how long the shop waits between two calls.
const pause = 700 * time.Millisecond

// New returns a shop.
func New(seed uint64) *Shop {
	s := &Shop{rand: rand.New(rand.NewPCG(seed, seed))}
	for i := range 12 {
		v := visitor{anonymous: fmt.Sprintf("anon-%04x", s.rand.IntN(1<<16))}
		if i%3 != 0 {
			v.user = fmt.Sprintf("u_%d", 40+i)
		}
		s.visitors = append(s.visitors, v)
	}
	return s
}

// next returns the route and the body of the next call. The first ones show
// every kind of trouble; then the mix is that of a shop.
func (s *Shop) next(now time.Time) (route, body string) {
	opening := []func(time.Time) (string, string){
		s.page, s.viewed, s.order, s.orderWithCurrencySign, s.orderWithoutUser, s.misspelt, s.orderAsString,
	}
	s.sent++
	if s.sent <= len(opening) {
		return opening[s.sent-1](now)
	}
	switch n := s.rand.IntN(100); {
	case n < 30:
		return s.page(now)
	case n < 55:
		return s.viewed(now)
	case n < 70:
		return s.identify(now)
	case n < 88:
		return s.order(now)
	case n < 92:
		return s.orderAsString(now)
	case n < 95:
		return s.orderWithCurrencySign(now)
	case n < 98:
		return s.misspelt(now)
	}
	return s.orderWithoutUser(now)
}

func (s *Shop) someone() visitor { return s.visitors[s.rand.IntN(len(s.visitors))] }

func (s *Shop) price() string { return fmt.Sprintf("%d.%02d", 5+s.rand.IntN(120), s.rand.IntN(100)) }

// ids returns the members that say who did it.
func (v visitor) ids() string {
	if v.user == "" {
		return fmt.Sprintf(`"anonymousId":%q`, v.anonymous)
	}
	return fmt.Sprintf(`"userId":%q,"anonymousId":%q`, v.user, v.anonymous)
}

func (s *Shop) track(ids, event, properties string, now time.Time) (string, string) {
	stamp := date.ISO(now.UnixMilli())
	return "track", fmt.Sprintf(
		`{"type":"track","messageId":"shop-%016x",%s,"event":%q,"properties":%s,"timestamp":%q,"sentAt":%q,"context":{"library":{"name":"segtap-demo","version":%q},"page":{"path":"/checkout"}}}`,
		s.rand.Uint64(), ids, event, properties, stamp, stamp, version.Release)
}

func (s *Shop) page(now time.Time) (string, string) {
	paths := []string{"/", "/shirts", "/hats", "/cart", "/checkout"}
	return "page", fmt.Sprintf(`{"type":"page",%s,"name":"Shop","properties":{"path":%q},"timestamp":%q}`,
		s.someone().ids(), paths[s.rand.IntN(len(paths))], now.UTC().Format(time.RFC3339))
}

func (s *Shop) identify(now time.Time) (string, string) {
	return "identify", fmt.Sprintf(`{"type":"identify",%s,"traits":{"plan":"pro"},"timestamp":%q}`,
		s.someone().ids(), now.UTC().Format(time.RFC3339))
}

func (s *Shop) viewed(now time.Time) (string, string) {
	return s.track(s.someone().ids(), "Product Viewed", fmt.Sprintf(`{"sku":"s-%d","price":%s}`, s.rand.IntN(40), s.price()), now)
}

func (s *Shop) order(now time.Time) (string, string) {
	return s.track(s.someone().ids(), "Order Completed",
		fmt.Sprintf(`{"order_id":"A-%d","revenue":%s,"currency":"USD"}`, 1000+s.sent, s.price()), now)
}

func (s *Shop) orderAsString(now time.Time) (string, string) {
	return s.track(s.someone().ids(), "Order Completed",
		fmt.Sprintf(`{"order_id":"A-%d","revenue":%q,"currency":"USD"}`, 1000+s.sent, s.price()), now)
}

func (s *Shop) orderWithCurrencySign(now time.Time) (string, string) {
	return s.track(s.someone().ids(), "Order Completed",
		fmt.Sprintf(`{"order_id":"A-%d","revenue":%q,"currency":"USD"}`, 1000+s.sent, "$"+s.price()), now)
}

func (s *Shop) orderWithoutUser(now time.Time) (string, string) {
	return s.track(fmt.Sprintf(`"userId":"","anonymousId":%q`, s.someone().anonymous), "Order Completed",
		fmt.Sprintf(`{"order_id":"A-%d","revenue":%s}`, 1000+s.sent, s.price()), now)
}

func (s *Shop) misspelt(now time.Time) (string, string) {
	return s.track(s.someone().ids(), "Order Complted", fmt.Sprintf(`{"revenue":%s}`, s.price()), now)
}

// Run sends calls to the capture endpoint until ctx ends.
func (s *Shop) Run(ctx context.Context, endpoint string, now func() time.Time) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		route, body := s.next(now())
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint+"/v1/"+route, bytes.NewBufferString(body))
		if err != nil {
			return
		}
		req.Header.Set("Content-Type", "application/json")
		req.SetBasicAuth("demo-write-key", "")
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Metrics are the metrics and experiments of the shop.
//
//go:embed demo.yaml
var Metrics []byte
