// Stands between a client and a server and can cut what goes by: so many bytes of the client's still pass, then every
// connection is reset. Compiled by Add-Type, so it is C# 5 for the sake of Windows PowerShell.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace CosSlice.Pester
{
    public sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly List<Socket> _sockets = new List<Socket>();
        private readonly object _gate = new object();
        private readonly int _port;
        private long _left = long.MaxValue;
        private long _passed;

        /// <summary>Passes everything on to a port of this machine.</summary>
        public Relay(int port)
        {
            _port = port;
            _listener.Start();
            Run(Accept);
        }

        public string Url { get { return "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port; } }

        /// <summary>Bytes of clients that were passed on.</summary>
        public long Passed { get { lock (_gate) { return _passed; } } }

        /// <summary>Lets so many bytes of clients pass from now on; then nothing any more.</summary>
        public void CutAfter(long bytes)
        {
            lock (_gate)
            {
                _left = bytes;
            }
        }

        /// <summary>Lets everything pass again.</summary>
        public void Mend()
        {
            CutAfter(long.MaxValue);
        }

        public void Dispose()
        {
            _listener.Stop();
            CloseAll();
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
                    Socket server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    server.Connect(IPAddress.Loopback, _port);
                    lock (_gate)
                    {
                        _sockets.Add(client);
                        _sockets.Add(server);
                    }

                    Run(delegate { Pass(client, server, true); });
                    Run(delegate { Pass(server, client, false); });
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

        private void Pass(Socket from, Socket to, bool counted)
        {
            byte[] buffer = new byte[16 * 1024];
            try
            {
                int read;
                while ((read = from.Receive(buffer)) > 0)
                {
                    int passing = counted ? Take(read) : read;
                    to.Send(buffer, 0, passing, SocketFlags.None);
                    if (passing < read)
                    {
                        CloseAll();
                        return;
                    }
                }

                to.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // One side went away, and so does the other.
                from.Dispose();
                to.Dispose();
            }
            catch (ObjectDisposedException)
            {
                // The line was cut.
            }
        }

        private int Take(int wanted)
        {
            lock (_gate)
            {
                int passing = (int)Math.Min(wanted, _left);
                _left -= passing;
                _passed += passing;
                return passing;
            }
        }

        private void CloseAll()
        {
            lock (_gate)
            {
                foreach (Socket socket in _sockets)
                {
                    socket.Dispose();
                }

                _sockets.Clear();
            }
        }
    }
}
