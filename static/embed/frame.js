/** The iframe form: tells the page around it how high it is, so that it is never clipped. */
const page = document.documentElement;
const report = () => parent.postMessage({ airwire: "resize", height: Math.ceil(page.getBoundingClientRect().height) }, "*");

if (parent !== self) new ResizeObserver(report).observe(page);
