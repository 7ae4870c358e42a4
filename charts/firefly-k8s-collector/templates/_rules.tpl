{{/* What may be read, as RBAC rules: of the whole cluster, or of each namespace in `rbac.namespaces`. */}}
{{- define "collector.readingRules" -}}
{{- if .Values.fetchEverything }}
- apiGroups: ["*"]
  resources: ["*"]
  verbs: [get, list, watch]
{{- else }}
{{- range $group, $names := include "collector.resourceTypes" . | fromJson }}
- apiGroups: [{{ quote $group }}]
  resources:
    {{- toYaml $names | nindent 4 }}
  verbs: [get, list, watch]
{{- end }}
{{- end }}
{{- end -}}

{{/* "true" when some rule lets the namespace `kube-system`, or that of a Role, be read. */}}
{{- define "collector.readsNamespaces" -}}
{{- $types := include "collector.resourceTypes" . | fromJson -}}
{{- $core := get $types "" | default list -}}
{{- if or .Values.fetchEverything (has "namespaces" $core) (has "*" $core) -}}
true
{{- end -}}
{{- end -}}
