package plans

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestTables(t *testing.T) {
	const plain = "Event,Property,Type,Required\nOrder Completed,order_id,string,yes\n,revenue,number,yes\n,currency,string or null,no\n\"Plan, \"\"#1\"\"\",value,number/string,\n"
	const want = `
p:2:1 "Order Completed"
  p:2:17 /properties/order_id string required
  p:3:2 /properties/revenue number required
  p:4:2 /properties/currency string null
p:5:1 "Plan, \"#1\""
  p:5:16 /properties/value string number
`
	utf16LE := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(plain, ",", "\t"))) {
		utf16LE = append(utf16LE, byte(u), byte(u>>8))
	}
	for _, c := range []struct{ name, text, want string }{
		{"plain", plain, want},
		{"with a byte order mark and CRLF, as Excel writes it", "\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n"), want},
		{"without a last line end", strings.TrimSuffix(plain, "\n"), want},
		{"lines that end with CR", strings.ReplaceAll(plain, "\n", "\r"), want},
		{"as Excel saves Unicode text", string(utf16LE), strings.ReplaceAll(want, `"Plan, `, `"Plan\t `)},
		{"semicolons, and the line that Excel reads", "sep=;\nName;Event;Required;Type\n;A;;\n", "p:3:2 \"A\"\nwarning: p: it has no column of properties, and nothing is known of these; the columns are event, property, type and required, in any order, and others\n"},
		{"titles before the header, quoted line ends, columns of no use", "Tracking plan v3,,,\n,,,\nevent_name,Notes,Property Name,Data Type\n\"A\nB\",\"two\nlines\",v,Integer\n\nC,,,\n", `
p:4:1 "A\nB"
  p:6:8 /properties/v integer
p:8:1 "C"
`},
		{"only names", "event\nOrder Completed\nSigned Up\n", "p:2:1 \"Order Completed\"\np:3:1 \"Signed Up\"\nwarning: p: it has no column of properties, and nothing is known of these; the columns are event, property, type and required, in any order, and others\n"},
		{"calls", "Rule Type,Event Name,Property name,Property type,Req'd\nidentify,,plan,string,\n,,seats,integer,\nTrack,A,v,number,x\nPAGE,Home,v,number,x\n", `
p:4:7 "A"
  p:4:9 /properties/v number required
note: p: 2 of its 3 rules are no Track call's: 1 IDENTIFY and 1 PAGE
`},
		{"a type of the call beside that of the property", "Type,Event,Property,Property Type\ntrack,A,v,number\nidentify,,plan,string\n", `
p:2:7 "A"
  p:2:9 /properties/v number
note: p: 1 of its 2 rules is no Track call's: 1 IDENTIFY
`},
		{"types", "event,property,type\nE,a,Boolean\nE,b,Array of strings\nE,c,[string]\nE,d,Object\nE,e,Date time\nE,f,any\nE,g,float\nE,h,INT|null\nE,i,\nE,j,Currency\nE,k,string/number\n", `
p:2:1 "E"
  p:2:3 /properties/a boolean
  p:3:3 /properties/b array
  p:4:3 /properties/c array
  p:5:3 /properties/d object
  p:6:3 /properties/e string
  p:7:3 /properties/f
  p:8:3 /properties/g number
  p:9:3 /properties/h integer null
  p:10:3 /properties/i
  p:11:3 /properties/j
  p:12:3 /properties/k string number
warning: p: the type of 1 property is not known: "Currency"
`},
		{"parts of objects, and other parts of a message", "event,property\nE,shipping.price\nE,context.device.id\nE,properties.revenue\nE,products[].price\nE,a/b\nE,etc.\n", `
p:2:1 "E"
  p:2:3 /properties/shipping/price
  p:3:3 /context/device/id
  p:4:3 /properties/revenue
  p:6:3 /properties/a~1b
  p:7:3 /properties/etc.
`},
		{"the same again, for another platform", "event,platform,property,type,required\nE,web,v,number,yes\nF,,,,\nE,ios,v,string,yes\nE,ios,w,string,yes\nE,web,w,,no\n", `
p:2:1 "E"
  p:2:7 /properties/v string number required
  p:5:7 /properties/w
p:3:1 "F"
`},
		{"a status that is another one", "event,property,status\nE,v,live\nE,w,Required\n", "p:2:1 \"E\"\n  p:2:3 /properties/v\n  p:3:3 /properties/w required\n"},
		{"white space around names", "event;property\nOrder Completed ;\" v\"\n", `
p:2:1 "Order Completed"
  p:2:18 /properties/v
warning: p: white space around 2 names was left out, first in line 2
`},
		{"quotes between tabs, as Google Sheets writes them", "event\tproperty\n5\" screen\tv\n", "p:2:1 \"5\\\" screen\"\n  p:2:11 /properties/v\n"},
		{"characters of several bytes", "événement,event,property\né,Größe,ß\n", "p:2:3 \"Größe\"\n  p:2:9 /properties/ß\n"},
	} {
		p, err := ReadText("p", []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := told(p); got != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s gives\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestBrokenTables(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"event,property\n,v\n", `p, line 2, column 2: "v" is a property of no event; name the event in the same row, or in one above`},
		{"event,property,required\nE,ü,perhaps\n", `p, line 2, column 5: "perhaps" does not say whether the property is required; write yes or no`},
		{"event,property\nE,\"v\nF,w\n", "p, line 2, column 1: the table cannot be read: extraneous or missing \" in quoted-field; write a quote in a cell twice"},
		{"event,property\nE,5\" screen\n", "p, line 2, column 4: the table cannot be read: bare \" in non-quoted-field"},
		{"event,property\nE,Gr\xf6\xdfe\n", "p, line 2, column 5: it is not UTF-8 text; save the table as CSV UTF-8"},
		{"name,kind\nA,b\n", "p: there is no tracking plan in it; give the rules"},
		{"PK\x03\x04\x14\x00", "p: it is a spreadsheet or an archive; save the table as CSV UTF-8"},
		{"\x1f\x8b\x08", "p: it is compressed; unpack it"},
	} {
		_, err := ReadText("p", []byte(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q gives\n%v, want\n%s", c.text, err, c.want)
		}
	}
}

// PowerShell's > writes UTF-16.
func TestJSONInUTF16(t *testing.T) {
	text := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(`{"rules":[{"type":"TRACK","key":"Größe 😀","jsonSchema":{}}]}`)) {
		text = append(text, byte(u>>8), byte(u))
	}
	p, err := ReadText("p", text)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(p), "p:1:33 \"Größe 😀\"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
