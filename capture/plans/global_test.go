package plans

import (
	"fmt"
	"testing"
)

// What a plan says of all events holds of those on its other pages as well.
func TestWhatIsSaidOfAllEvents(t *testing.T) {
	const (
		tracks = `{"rules":[{"type":"TRACK","key":"A","jsonSchema":{"properties":{"properties":{"properties":{"v":{"type":["number","string"]},"w":{"type":"string"}}}}}}],"pagination":{"current":"MA==","next":"MQ=="}}`
		common = `{"rules":[{"type":"COMMON","jsonSchema":{"required":["userId"],"properties":{"properties":{"required":["v","x"],"additionalProperties":false,"properties":{"v":{"type":"integer"},"w":{"type":"null"},"x":{}}}}}}],"pagination":{"current":"MQ==","previous":"MA=="}}`
		other  = `{"rules":[{"type":"TRACK","key":"B","jsonSchema":{}}],"pagination":{"current":"MA=="}}`
		all    = `
f1:1:33 "A" closed
  f1:1:93 /properties/v integer required
  f1:1:126 /properties/w string
  f2:1:199 /properties/x required
  f2:1:54 /userId required
`
		apart = `
f1:1:33 "A"
  f1:1:93 /properties/v string number
  f1:1:126 /properties/w string
`
		note = "note: f2: there is no Track call among its 1 rule: 1 COMMON\n"
	)
	for _, c := range []struct {
		name, want string
		texts      []string
	}{
		{"pages of one list", all + note, []string{tracks, common}},
		{"pages of two lists", apart + "f3:1:33 \"B\"\n" + note, []string{tracks, common, other}},
	} {
		var r reading
		for i, text := range c.texts {
			if err := r.file(fmt.Sprintf("f%d", i+1), []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if got := told(r.done()); "\n"+got != c.want {
			t.Errorf("%s gives\n%s\nwant%s", c.name, got, c.want)
		}
	}
}
