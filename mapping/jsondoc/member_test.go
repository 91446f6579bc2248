package jsondoc

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// names are some that have one print, and others.
var names = []string{"", "a", "b", "abxyc", "abzzc", "ab__c", "type", "userId", "user_id", "ключ", `a\u0062`, `\"`, "k1", "k2", "k3", "k4", "k5"}

// A member is found whatever others there are: as many as there are rooms in the table or
// more, of one print, of one name, with escapes or bytes that are no UTF-8.
func TestMembersAreThoseThatWalkingFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var members []string
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 2*maxTabled).Draw(t, "names") {
			members = append(members, `"`+name+`":`+rapid.SampledFrom([]string{"1", `"s"`, "{}", `{"type":[{"a":1}]}`, "\"\xff\""}).Draw(t, "value"))
		}
		text := "{" + strings.Join(members, ",") + "}"
		if rapid.Bool().Draw(t, "inside") {
			text = `{"all":` + text + `}`
		}
		doc, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, object := range []Value{doc.Root(), doc.Root().Member("all")} {
			repeated := false
			for _, name := range append(names, "ab", "\"", "absent", "abnnc") {
				var last Value
				for m := range object.Members() {
					if m.NameIs(name) {
						repeated = repeated || last != Value{}
						last = m
					}
				}
				if got := object.Member(name); got != last {
					t.Fatalf("%s has %q as %s, and finds %s", object.Raw(), name, last.Raw(), got.Raw())
				}
			}
			if object.hasDuplicates() != repeated {
				t.Fatalf("%s has a name twice: %v", object.Raw(), repeated)
			}
		}
	})
}
