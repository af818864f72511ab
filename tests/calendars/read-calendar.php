<?php
// Reads a calendar from standard input with sabre/vobject, the parser of Nextcloud and others, and
// prints what its validator finds wrong and the events as it understands them.

// The packaged version is older than PHP 8: what is out of fashion there is no fault of a calendar.
error_reporting(E_ALL & ~E_DEPRECATED);
set_error_handler(function ($level, $text, $file, $line) {
    throw new ErrorException($text, 0, $level, $file, $line);
}, E_ALL & ~E_DEPRECATED);

if (!@include 'Sabre/VObject/autoload.php') {
    fwrite(STDERR, "sabre/vobject is not installed\n");
    exit(3);
}

$calendar = Sabre\VObject\Reader::read(file_get_contents('php://stdin'));
$faults = [];
foreach ($calendar->validate() as $fault) {
    $faults[] = $fault['message'];
}
$events = [];
foreach ($calendar->select('VEVENT') as $event) {
    $text = fn(string $name) => isset($event->$name) ? $event->$name->getValue() : '';
    $events[] = [
        $text('UID'),
        $event->DTSTART->getDateTime()->getTimestamp(),
        $event->DTEND->getDateTime()->getTimestamp(),
        $text('SUMMARY'),
        $text('LOCATION'),
        $text('DESCRIPTION'),
        (int) $text('SEQUENCE'),
    ];
}
echo json_encode(
    ['version' => Sabre\VObject\Version::VERSION, 'faults' => $faults, 'events' => $events],
    JSON_THROW_ON_ERROR
);
