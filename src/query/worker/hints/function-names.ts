/** Functions of SQLite's build and of ours that a misspelt name is compared with. */
export const FUNCTION_NAMES: readonly string[] =
  `abs acos any_value array_agg asin atan atan2 avg bool_and bool_or
  ceil ceiling char char_length coalesce concat concat_ws cos count count_if cume_dist date date_part date_trunc
  datetime degrees dense_rank ends_with exp first_value floor format greatest group_concat hex ifnull iif initcap instr
  json json_array json_array_length json_each json_extract json_group_array json_group_object json_object json_pretty
  json_quote json_tree json_type json_valid julianday lag last_value lead least left length ln log log10 log2 lower
  lpad ltrim max max_by median min min_by mod mode now nth_value ntile nullif octet_length percent_rank percentile
  percentile_cont percentile_disc pi pow power printf quote radians random rank regexp regexp_count
  regexp_extract regexp_like regexp_replace repeat replace reverse right round row_number rpad rtrim sign sin
  split_part sqrt starts_with stddev stddev_pop stddev_samp strftime string_agg strpos substr substring sum tan
  time timediff to_number total translate trim trunc typeof unicode unixepoch upper variance var_pop var_samp`.split(
    /\s+/,
  )

/**
 * What other databases call by another name, in SQLite's form. `$1` is the first argument of the call,
 * `$*` all of them.
 */
export const EQUIVALENTS = new Map<string, string>([
  ...each(
    'age datediff date_diff timestampdiff',
    '`julianday(a) - julianday(b)` for days, `unixepoch(a) - unixepoch(b)` for seconds, or `timediff(a, b)`',
  ),
  ...each('date_add adddate', "datetime($1, '+7 days')"),
  ...each('dateadd timestampadd', "datetime($3, '+7 days')"),
  ...each('date_sub subdate', "datetime($1, '-7 days')"),
  ...each('to_date str_to_date parse_date make_date', 'date($1)'),
  ...each(
    'to_timestamp strptime parse_timestamp',
    "`datetime($1)` for a text, or for seconds `datetime($1, 'unixepoch')`",
  ),
  ...each('from_unixtime timestamp_seconds', "datetime($1, 'unixepoch')"),
  ...each('timestamp_millis epoch_ms', "datetime($1 / 1000, 'unixepoch')"),
  ...each('unix_timestamp epoch', 'unixepoch($1)'),
  ...each(
    'to_char date_format format_date format_timestamp',
    "`strftime('%Y-%m-%d', $1)` for a time, or for a number `format('%.2f', $1)`",
  ),
  ...each('getdate sysdate curdate today current_timestamp', "`datetime('now')` or `date('now')`"),
  ...each('year', "date_part('year', $1)"),
  ...each('month', "date_part('month', $1)"),
  ...each('day dayofmonth', "date_part('day', $1)"),
  ...each('hour', "date_part('hour', $1)"),
  ...each('minute', "date_part('minute', $1)"),
  ...each('dayofweek weekday', "date_part('dow', $1)"),
  ...each('week weekofyear', "date_part('week', $1)"),
  ...each('quarter', "date_part('quarter', $1)"),
  ...each('monthname dayname', "date_part('month', $1)"),
  ...each('last_day eomonth', "date($1, 'start of month', '+1 month', '-1 day')"),
  ...each('len char_len', 'length($1)'),
  ...each('ucase', 'upper($1)'),
  ...each('lcase', 'lower($1)'),
  ...each('nvl', 'ifnull($1, $2)'),
  ...each('nvl2', 'iif($1 IS NOT NULL, $2, $3)'),
  ...each('charindex locate', 'instr($2, $1)'),
  ...each('contains', 'instr($1, $2) > 0'),
  ...each('string_to_array string_split split', '`split_part($1, $2, 1)` for one part'),
  ...each(
    'array_length cardinality array_size jsonb_array_length list_length',
    'json_array_length($1)',
  ),
  ...each(
    'array_contains list_contains has',
    'EXISTS (SELECT 1 FROM json_each($1) WHERE value = $2)',
  ),
  ...each('array_to_string list_aggregate', "(SELECT string_agg(value, ', ') FROM json_each($1))"),
  ...each(
    'jsonb_array_elements json_array_elements jsonb_array_elements_text json_array_elements_text explode flatten',
    '`FROM items, json_each($1)` and read its column `value`',
  ),
  ...each(
    'jsonb_object_keys json_object_keys json_keys',
    '`FROM items, json_each($1)` and read its column `key`',
  ),
  ...each(
    'json_extract_string json_value jsonb_extract_path_text json_extract_path_text json_extract_scalar get_json_object json_query jsonb_path_query',
    "$1 ->> '$.key'",
  ),
  ...each('json_unquote', '$1'),
  ...each('json_build_object jsonb_build_object struct_pack', 'json_object($*)'),
  ...each('json_build_array jsonb_build_array', 'json_array($*)'),
  ...each('to_json to_jsonb row_to_json', 'json_quote($1)'),
  ...each('json_agg jsonb_agg list collect_list array_concat_agg', 'json_group_array($1)'),
  ...each('json_object_agg jsonb_object_agg map_agg', 'json_group_object($1, $2)'),
  ...each('listagg', 'string_agg($1, $2)'),
  ...each('array', 'json_array($*)'),
  ...each('json_each json_tree', '`FROM items, json_each($1) AS each` and read `each.value`'),
  ...each(
    'regexp_match regexp_matches regexp_substr',
    '`regexp_extract($1, $2)` for the text, or `regexp_like($1, $2)` for yes or no',
  ),
  ...each('regexp_contains rlike', 'regexp_like($1, $2)'),
  ...each('regexp_split_to_array regexp_split_to_table', 'regexp_extract($1, $2)'),
  ...each('approx_count_distinct approx_distinct uniq', 'count(DISTINCT $1)'),
  ...each(
    'approx_percentile approx_quantile quantile quantile_cont percentile_approx',
    'percentile_cont($1, $2)',
  ),
  ...each('first', '`any_value($1)` or `first_value($1) OVER (ORDER BY …)`'),
  ...each('last', 'last_value($1) OVER (ORDER BY …)'),
  ...each('safe_divide', '$1 * 1.0 / nullif($2, 0)'),
  ...each('rand', 'abs(random() % 1000000) / 1000000.0'),
  ...each('to_hex', 'hex($1)'),
  ...each('decode', "CASE $1 WHEN 'a' THEN … END"),
  ...each('try_to_number to_decimal parse_number tofloat64ornull safe_cast', 'to_number($1)'),
  ...each(
    'generate_series range',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n',
  ),
  ...each('struct row', 'json_object(…)'),
])

/** How functions are called with which models pass a wrong number of arguments. */
export const USAGES = new Map<string, string>([
  ['string_agg', "string_agg(x, ', ')"],
  ['group_concat', "group_concat(x, ', ')"],
  ['replace', "replace(text, 'old', 'new')"],
  ['round', 'round(x, 2)'],
  ['count', 'count(DISTINCT x)'],
  ['coalesce', 'coalesce(x, y)'],
  ['ifnull', 'ifnull(x, y)'],
  ['nullif', 'nullif(x, y)'],
  ['instr', "instr(text, 'part')"],
  ['percentile_cont', 'percentile_cont(x, 0.5)'],
  ['percentile_disc', 'percentile_disc(x, 0.5)'],
  ['percentile', 'percentile(x, 50)'],
  ['median', 'median(x)'],
  ['date_trunc', "date_trunc('day', x)"],
  ['date_part', "date_part('year', x)"],
  ['split_part', "split_part(text, ',', 1)"],
  ['to_number', "to_number(x, '.')"],
  ['regexp_replace', "regexp_replace(text, 'pattern', 'new', 'g')"],
  ['regexp_like', "regexp_like(text, 'pattern')"],
  ['regexp_extract', "regexp_extract(text, 'pattern', 1)"],
  ['json_extract', "json_extract(x, '$.key')"],
  ['substr', 'substr(text, 1, 3)'],
  ['strftime', "strftime('%Y-%m', x)"],
  ['now', 'now()'],
])

function each(names: string, form: string): [string, string][] {
  return names.split(' ').map((name) => [name, form])
}
