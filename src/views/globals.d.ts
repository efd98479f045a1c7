/** The version of the server that the view is built with. */
declare const __VERSION__: string

/** The address of the page of the chart, a resource of the server. */
declare const __CHART__: string

/** The build puts an imported style sheet into the page. */
declare module '*.css' {}
