// A server that does only what a test tells it: it answers by rule, or never. Compiled by Add-Type, so it is C# 5 for
// the sake of Windows PowerShell.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace CosSlice.Pester
{
    public sealed class StubServer : IDisposable
    {
        private const int KeptBody = 16 * 1024;

        private sealed class Rule
        {
            public string Contains;
            public string BodyContains;
            public string Response;
            public int AfterRequests;
        }

        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly List<Rule> _rules = new List<Rule>();
        private readonly List<string> _requests = new List<string>();
        private readonly List<Socket> _sockets = new List<Socket>();
        private readonly object _gate = new object();
        private int _connections;
        private int _closed;
        private int _inFlight;
        private int _maximumInFlight;
        private bool _released;
        private bool _stopped;

        public StubServer()
        {
            _listener.Start();
            Thread thread = new Thread(Accept);
            thread.IsBackground = true;
            thread.Start();
        }

        public int Port { get { return ((IPEndPoint)_listener.LocalEndpoint).Port; } }

        public string Url { get { return "http://127.0.0.1:" + Port; } }

        public int Connections { get { lock (_gate) { return _connections; } } }

        public int MaximumInFlight { get { lock (_gate) { return _maximumInFlight; } } }

        /// <summary>Heads, each with the beginning of its body.</summary>
        public string[] Requests { get { lock (_gate) { return _requests.ToArray(); } } }

        /// <summary>Answers requests whose head contains a text, once so many requests have come in all. No rule: no answer, ever.</summary>
        public void Answer(string contains, int status, string type, string body, int afterRequests)
        {
            AnswerRaw(contains, Format(status, type, body), afterRequests);
        }

        public void AnswerRaw(string contains, string response, int afterRequests)
        {
            Add(new Rule { Contains = contains, BodyContains = "", Response = response, AfterRequests = afterRequests });
        }

        /// <summary>Answers requests whose head contains one text, and the beginning of whose body contains another. The first rule that fits counts.</summary>
        public void AnswerOperation(string contains, string bodyContains, int status, string type, string body)
        {
            AnswerOperation(contains, bodyContains, status, type, body, 0);
        }

        /// <summary>The same, once so many requests have come in all.</summary>
        public void AnswerOperation(string contains, string bodyContains, int status, string type, string body, int afterRequests)
        {
            Add(new Rule { Contains = contains, BodyContains = bodyContains, Response = Format(status, type, body), AfterRequests = afterRequests });
        }

        /// <summary>Answers what is held back for further requests.</summary>
        public void Release()
        {
            lock (_gate)
            {
                _released = true;
                Monitor.PulseAll(_gate);
            }
        }

        public bool WaitForRequests(int count, int seconds)
        {
            return WaitFor(delegate { return _requests.Count >= count; }, seconds);
        }

        /// <summary>Waits until no connection is open any more.</summary>
        public bool WaitForAllClosed(int seconds)
        {
            return WaitFor(delegate { return _closed == _connections; }, seconds);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _stopped = true;
                foreach (Socket socket in _sockets)
                {
                    socket.Dispose();
                }

                Monitor.PulseAll(_gate);
            }

            _listener.Stop();
        }

        private static string Format(int status, string type, string body)
        {
            return "HTTP/1.1 " + status + " Stub\r\nContent-Type: " + type + "\r\nContent-Length: " + Encoding.UTF8.GetByteCount(body) + "\r\n\r\n" + body;
        }

        private void Add(Rule rule)
        {
            lock (_gate)
            {
                _rules.Add(rule);
            }
        }

        private bool WaitFor(Func<bool> condition, int seconds)
        {
            DateTime end = DateTime.UtcNow.AddSeconds(seconds);
            lock (_gate)
            {
                while (!condition())
                {
                    TimeSpan left = end - DateTime.UtcNow;
                    if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                    {
                        return condition();
                    }
                }

                return true;
            }
        }

        private void Accept()
        {
            try
            {
                while (true)
                {
                    Socket socket = _listener.AcceptSocket();
                    lock (_gate)
                    {
                        _connections++;
                        _sockets.Add(socket);
                        Monitor.PulseAll(_gate);
                    }

                    Thread thread = new Thread(delegate() { Serve(socket); });
                    thread.IsBackground = true;
                    thread.Start();
                }
            }
            catch (SocketException)
            {
                // The test is over.
            }
            catch (InvalidOperationException)
            {
                // The test is over: the listener is stopped, or disposed.
            }
        }

        private void Serve(Socket socket)
        {
            try
            {
                using (NetworkStream stream = new NetworkStream(socket, true))
                {
                    // Reading byte by byte from the socket itself would take most of a test's time.
                    BufferedStream input = new BufferedStream(stream, 8 * 1024);
                    while (ServeOne(input, stream))
                    {
                    }
                }
            }
            catch (IOException)
            {
                // The client went away.
            }
            catch (ObjectDisposedException)
            {
                // The test is over.
            }
            finally
            {
                lock (_gate)
                {
                    _closed++;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private bool ServeOne(Stream input, Stream output)
        {
            string head = ReadHead(input);
            if (head == null)
            {
                return false;
            }

            string body = ReadBody(input, head);
            string request = head + body;
            string response;
            lock (_gate)
            {
                _requests.Add(request);
                _inFlight++;
                _maximumInFlight = Math.Max(_maximumInFlight, _inFlight);
                Monitor.PulseAll(_gate);
                Rule rule = _rules.Find(delegate(Rule candidate) { return head.Contains(candidate.Contains) && body.Contains(candidate.BodyContains); });
                response = rule == null ? null : rule.Response;
                while (rule != null && !_stopped && !_released && _requests.Count < rule.AfterRequests)
                {
                    Monitor.Wait(_gate);
                }

                _inFlight -= response == null ? 0 : 1;
            }

            if (response == null)
            {
                // Only the other side ends this.
                while (input.ReadByte() >= 0)
                {
                }

                return false;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(response);
            output.Write(bytes, 0, bytes.Length);
            return true;
        }

        private static string ReadHead(Stream stream)
        {
            StringBuilder head = new StringBuilder();
            while (true)
            {
                int next = stream.ReadByte();
                if (next < 0)
                {
                    return null;
                }

                head.Append((char)next);
                if (next == '\n' && head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
                {
                    return head.ToString();
                }
            }
        }

        private static string ReadBody(Stream stream, string head)
        {
            long left = 0;
            foreach (string line in head.Split('\n'))
            {
                if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                {
                    left = long.Parse(line.Substring(15).Trim());
                }
            }

            StringBuilder kept = new StringBuilder();
            byte[] buffer = new byte[64 * 1024];
            while (left > 0)
            {
                int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                if (read == 0)
                {
                    throw new IOException("The body ended early.");
                }

                left -= read;
                if (kept.Length < KeptBody)
                {
                    kept.Append(Encoding.UTF8.GetString(buffer, 0, Math.Min(read, KeptBody)));
                }
            }

            return kept.ToString();
        }
    }
}
