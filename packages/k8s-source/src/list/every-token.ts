/**
 * A list with one of everything that the scan of a list tells apart: white space and none, every kind of value in an
 * object and in an array, empty and nested containers, escapes, items with and without `apiVersion` and `kind`, every
 * key that has a role.
 */
export const everyToken = String.raw`{ "kind" : "List" , "metadata":{"continue":"a","remainingItemCount":1} ,
	"items":[
{"metadata":{"name":"a","namespace":"b","uid":"c","generation":12,"creationTimestamp":null,"labels":{"a":"b","c":"d"},
"annotations":{"a":"\n\u00e9\\\"","b":"\n"},"ownerReferences":[{"uid":"d","kind":"e","name":"f","controller":true}]},
"spec":{"a":[1,-2,0,30.5e+1,true,false,null,"a","b",[],{},[[]],{"a":{}}],"b":{"c":["a",{"b":1,"c":null}],"d":100},
"e" : "f" , "g" : [ ] , "h" : { } , "i" : 1 },"status":{}},
{"apiVersion":"v1","kind":"A","metadata":{"name":"b"},"data":{"a":"b"}},{"kind":"A","a":1,"b":null,"c":[1,2],"d":"e"},
{}
] , "a":[1,"b",{}],"b":2 }`;
