{{/* TCP ports that the pods may connect to, as a JSON array: the given ones, and those of the proxies and of telemetry. */}}
{{- define "collector.egressPorts" -}}
{{- $ports := list -}}
{{- range .Values.networkPolicy.ports -}}
{{- $ports = append $ports (int64 .) -}}
{{- end -}}
{{- $proxy := .Values.proxy | default dict -}}
{{- range $url := compact (list $proxy.httpsProxy $proxy.httpProxy (.Values.telemetry | default dict).endpoint) -}}
{{- $port := regexReplaceAll "^[a-z0-9]+://(?:[^/]*@)?(?:\\[[^/]*\\]|[^/:]*)(?::([0-9]+))?.*$" $url "${1}" -}}
{{- $default := get (dict "http" 80 "https" 443 "socks5" 1080) (splitList "://" $url | first) -}}
{{- $ports = append $ports (int64 ($port | default $default)) -}}
{{- end -}}
{{- toJson (uniq $ports) -}}
{{- end -}}
