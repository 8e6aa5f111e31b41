<?php
// Runs the steps of the conformance suite through PHP's FFI, and prints what came of each.
//
// usage: php host.php LIBRARY HEADER INPUTS STEPS      in an empty working directory

final class Host
{
    private FFI $ms;
    private $engine;
    private int $now = 0;
    private int $cancels = 0;
    private bool $reenters = false;
    private array $answer = [0, ''];
    private array $kept = [];

    public function __construct(string $library, string $header, private string $inputs)
    {
        $this->ms = FFI::cdef(file_get_contents($header), $library);
        $this->engine = $this->ms->new('mentorsync_engine*');
    }

    private function read(string $name): string
    {
        return file_get_contents($this->inputs . '/' . $name);
    }

    // Text that C may read as long as it is kept.
    private function text(string $bytes): FFI\CData
    {
        $text = $this->ms->new('mentorsync_text');
        $text->size = strlen($bytes);
        if ($bytes !== '') {
            $data = FFI::new('char[' . strlen($bytes) . ']');
            FFI::memcpy($data, $bytes, strlen($bytes));
            $text->data = $this->ms->cast('char*', FFI::addr($data));
            $this->kept[] = $data;
        }
        return $text;
    }

    private static function string(FFI\CData $text): string
    {
        return $text->size === 0 ? '' : FFI::string($text->data, $text->size);
    }

    private function options(string $settings, string $mapping): FFI\CData
    {
        $options = $this->ms->new('mentorsync_options');
        $this->ms->mentorsync_options_init(FFI::addr($options), FFI::sizeof($options));
        $options->settings = $this->text($this->read($settings));
        $options->mapping = $this->text($this->read($mapping));
        $options->now = function ($data) {
            if ($this->reenters) {
                $this->reenters = false;
                $this->finish(fn($error, $out) => $this->ms->mentorsync_tasks($this->engine, $out, $error));
            }
            return $this->now;
        };
        $options->elapsed = fn($data) => $this->now;
        $options->wait = function ($data, $milliseconds) {
            $this->now += $milliseconds;
        };
        $options->cancelled = fn($data) => $this->cancels;
        $options->exchange = fn($data, $request, $response) => $this->exchange($request, $response);
        return $options;
    }

    private function exchange($request, $response): int
    {
        $words = [];
        foreach (['method', 'base_url', 'target', 'bearer', 'content_type'] as $field) {
            $words[] = self::string($request->$field);
        }
        echo 'request ' . implode(' ', $words) . ' ' . $request->request_class . "\n";
        [$status, $body] = $this->answer;
        if ($status === 0) {
            return 9;
        }
        return $this->ms->mentorsync_response_set(
            $response, $status, $this->text("Content-Type: application/json\r\n"), $this->text($body));
    }

    // Makes a call, and prints its code, its line and its document.
    private function finish(callable $call): void
    {
        $error = $this->ms->new('mentorsync_error');
        $error->struct_size = FFI::sizeof($error);
        $out = $this->ms->new('mentorsync_buffer');
        $code = $call(FFI::addr($error), FFI::addr($out));
        echo $this->ms->mentorsync_code_name($code);
        echo $code === 0 ? "\n" : ': ' . FFI::string($error->message) . "\n";
        if (!FFI::isNull($out->data)) {
            echo FFI::string($out->data, $out->size) . "\n";
            $this->ms->mentorsync_buffer_free(FFI::addr($out));
        }
    }

    private function version(): void
    {
        echo $this->ms->mentorsync_abi_version() . ' ' . $this->ms->mentorsync_version() . "\n";
        for ($code = -1; $code < 22; ++$code) {
            echo $code . ' ' . $this->ms->mentorsync_code_name($code) . ' '
                . $this->ms->mentorsync_exit_code($code) . "\n";
        }
    }

    public function step(string $word, string ...$args): void
    {
        $ms = $this->ms;
        $first = $args[0] ?? '';
        match ($word) {
            'version' => $this->version(),
            'clock' => $this->now = (int) $first,
            'cancels' => $this->cancels = (int) $first,
            'reenters' => $this->reenters = true,
            'answer' => $this->answer = [(int) $first, isset($args[1]) ? $this->read($args[1]) : ''],
            'check' => $this->finish(fn($error, $out) => $ms->mentorsync_check(
                FFI::addr($options = $this->options($first, $args[1])),
                $this->text(isset($args[2]) ? $this->read($args[2]) : ''), $out, $error)),
            'open' => $this->finish(fn($error, $out) => $ms->mentorsync_open(
                FFI::addr($this->kept[] = $this->options($first, $args[1])), FFI::addr($this->engine), $error)),
            'close' => $this->close(),
            'set_schema' => $this->finish(
                fn($error, $out) => $ms->mentorsync_set_schema($this->engine, $this->text($this->read($first)), $error)),
            'put_records' => $this->finish(
                fn($error, $out) => $ms->mentorsync_put_records($this->engine, $this->text($this->read($first)), $error)),
            'settle' => $this->finish(
                fn($error, $out) => $ms->mentorsync_settle($this->engine, $this->text($this->read($first)), $out, $error)),
            'retry_note' => $this->finish(
                fn($error, $out) => $ms->mentorsync_retry_note($this->engine, $this->text($first), $error)),
            'cycle' => $this->finish(
                fn($error, $out) => $ms->mentorsync_cycle($this->engine, $this->text($first), $out, $error)),
            'take' => $this->finish(
                fn($error, $out) => $ms->mentorsync_take($this->engine, (int) $first, $out, $error)),
            'explain' => $this->finish(fn($error, $out) => $ms->mentorsync_explain(
                $this->engine, $this->text($first), $this->text($args[1]), $out, $error)),
            'start', 'stop', 'discard_records' => $this->finish(
                fn($error, $out) => $ms->{'mentorsync_' . $word}($this->engine, $error)),
            'plan', 'status', 'relationships', 'tasks', 'progress', 'notes' => $this->finish(
                fn($error, $out) => $ms->{'mentorsync_' . $word}($this->engine, $out, $error)),
        };
    }

    private function close(): void
    {
        $this->finish(fn($error, $out) => $this->ms->mentorsync_close($this->engine, $error));
        $this->engine = $this->ms->new('mentorsync_engine*');
        $this->kept = [];
    }
}

[, $library, $header, $inputs, $steps] = $argv;
$host = new Host($library, $header, $inputs);
foreach (file($steps, FILE_IGNORE_NEW_LINES) as $line) {
    if ($line === '' || $line[0] === '#') {
        continue;
    }
    echo "> $line\n";
    $host->step(...explode(' ', $line));
}
