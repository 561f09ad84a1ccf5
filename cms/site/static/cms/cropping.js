/* The cropper looks for touch by handlers in attributes, which the admin's policy refuses: ask the browser instead. */

jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
