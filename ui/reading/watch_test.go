package reading

import "testing"

// A directory that goes is told, and not each file in it.
func TestWhichFilesAreToldToHaveChanged(t *testing.T) {
	for _, test := range []struct {
		files []string
		want  string
	}{
		{nil, ""},
		{[]string{"a.js", "a.js"}, "a.js changed"},
		{[]string{"code/in/a.js", "code"}, "code changed"},
		{[]string{"code", "code2/a.js"}, "code and 1 more file changed"},
		{[]string{".", "a.js"}, ". changed"},
		{[]string{"/code", "/code/a.js"}, "/code changed"},
	} {
		if got := Because(test.files); got != test.want {
			t.Errorf("%q: %q, want %q", test.files, got, test.want)
		}
	}
}
