// A proxy as companies have them: it takes CONNECT and absolute addresses, asks for a password where it is told to, and
// counts what it lets through. Whatever name clients ask for, it connects to one port of this machine. Compiled by
// Add-Type, so it is C# 5 for the sake of Windows PowerShell.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace CosSlice.Pester
{
    public sealed class ForwardProxy : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly List<string> _passed = new List<string>();
        private readonly List<Socket> _sockets = new List<Socket>();
        private readonly object _gate = new object();
        private readonly int _port;
        private readonly string _authorization;
        private int _refused;

        /// <summary>Connects to a port of this machine; asks for "user:password" where one is given.</summary>
        public ForwardProxy(int port, string userAndPassword)
        {
            _port = port;
            _authorization = string.IsNullOrEmpty(userAndPassword)
                ? null
                : "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword));
            _listener.Start();
            Run(Accept);
        }

        public string Authority { get { return "127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port; } }

        public string Url { get { return "http://" + Authority; } }

        /// <summary>The first line of each request that was let through.</summary>
        public string[] Passed { get { lock (_gate) { return _passed.ToArray(); } } }

        /// <summary>How many requests were asked for a password.</summary>
        public int Refused { get { lock (_gate) { return _refused; } } }

        public void Clear()
        {
            lock (_gate)
            {
                _passed.Clear();
                _refused = 0;
            }
        }

        public void Dispose()
        {
            _listener.Stop();
            lock (_gate)
            {
                foreach (Socket socket in _sockets)
                {
                    socket.Dispose();
                }
            }
        }

        private static void Run(ThreadStart work)
        {
            Thread thread = new Thread(work);
            thread.IsBackground = true;
            thread.Start();
        }

        private void Accept()
        {
            try
            {
                while (true)
                {
                    Socket client = _listener.AcceptSocket();
                    Keep(client);
                    Run(delegate { Serve(client); });
                }
            }
            catch (SocketException)
            {
                // The test is over.
            }
            catch (InvalidOperationException)
            {
                // The test is over: the listener is stopped.
            }
        }

        private void Keep(Socket socket)
        {
            lock (_gate)
            {
                _sockets.Add(socket);
            }
        }

        private void Serve(Socket client)
        {
            try
            {
                using (NetworkStream stream = new NetworkStream(client))
                {
                    while (ServeOne(client, stream))
                    {
                    }
                }
            }
            catch (IOException)
            {
                // One side went away.
            }
            catch (SocketException)
            {
                // The service is not there, which the client learns by the end of its connection.
            }
            catch (ObjectDisposedException)
            {
                // The test is over.
            }

            client.Dispose();
        }

        // Whether the connection takes another request.
        private bool ServeOne(Socket client, NetworkStream stream)
        {
            string head = ReadHead(stream);
            if (head == null)
            {
                return false;
            }

            string[] lines = head.Split(new[] { "\r\n" }, StringSplitOptions.RemoveEmptyEntries);
            long length = 0;
            bool asks = false;
            bool isAllowed = _authorization == null;
            List<string> kept = new List<string>();
            for (int i = 1; i < lines.Length; i++)
            {
                isAllowed |= lines[i] == _authorization;
                if (lines[i].StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                {
                    length = long.Parse(lines[i].Substring(15).Trim());
                }

                asks |= lines[i].StartsWith("Expect:", StringComparison.OrdinalIgnoreCase);
                if (!lines[i].StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
                    && !lines[i].StartsWith("Connection:", StringComparison.OrdinalIgnoreCase))
                {
                    kept.Add(lines[i]);
                }
            }

            if (!isAllowed)
            {
                lock (_gate)
                {
                    _refused++;
                }

                if (!asks)
                {
                    Pass(stream, Stream.Null, length);
                }

                Write(stream, "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
                return true;
            }

            lock (_gate)
            {
                _passed.Add(lines[0]);
            }

            using (Socket server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                Keep(server);
                server.Connect(IPAddress.Loopback, _port);
                string[] words = lines[0].Split(' ');
                using (NetworkStream there = new NetworkStream(server))
                {
                    if (words[0] == "CONNECT")
                    {
                        Write(stream, "HTTP/1.1 200 Connected\r\n\r\n");
                        Run(delegate { PassAll(stream, there, client, server); });
                        PassAll(there, stream, client, server);
                        return false;
                    }

                    // One request a connection, so that the end of the answer is the end of the connection.
                    Uri address = new Uri(words[1]);
                    Write(there, words[0] + " " + address.PathAndQuery + " HTTP/1.1\r\n" + string.Join("\r\n", kept) + "\r\nConnection: close\r\n\r\n");
                    Run(delegate { PassBody(stream, there, length); });
                    PassAll(there, stream, client, server);
                    return false;
                }
            }
        }

        private static string ReadHead(Stream stream)
        {
            StringBuilder head = new StringBuilder();
            while (!(head.Length >= 4 && head[head.Length - 1] == '\n' && head[head.Length - 3] == '\n'))
            {
                int read = stream.ReadByte();
                if (read < 0)
                {
                    return null;
                }

                head.Append((char)read);
            }

            return head.ToString();
        }

        private static void Write(Stream stream, string text)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            stream.Write(bytes, 0, bytes.Length);
        }

        private static void PassBody(Stream from, Stream to, long length)
        {
            try
            {
                Pass(from, to, length);
            }
            catch (IOException)
            {
                // The answer came before the end of the body, or the client went away.
            }
            catch (ObjectDisposedException)
            {
                // The same, seen later.
            }
        }

        private static void Pass(Stream from, Stream to, long length)
        {
            byte[] buffer = new byte[16 * 1024];
            while (length > 0)
            {
                int read = from.Read(buffer, 0, (int)Math.Min(buffer.Length, length));
                if (read == 0)
                {
                    return;
                }

                to.Write(buffer, 0, read);
                length -= read;
            }
        }

        private static void PassAll(Stream from, Stream to, Socket client, Socket server)
        {
            try
            {
                Pass(from, to, long.MaxValue);
            }
            catch (IOException)
            {
                // One side went away, and so does the other.
            }
            catch (ObjectDisposedException)
            {
                // The same, seen later.
            }

            client.Dispose();
            server.Dispose();
        }
    }
}
