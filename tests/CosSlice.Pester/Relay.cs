// Stands between a client and a server and can cut what goes by: so many bytes of the client's still pass, then every
// connection is reset. Or it holds up the requests that contain a text. Compiled by Add-Type, so it is C# 5 for the sake of Windows PowerShell.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
        private string _heldText;
        private int _passingFirst;
        private int _held;
        private int _holding;
        private int _open;

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

        /// <summary>Holds requests that contain a text, all but the first ones, until their client gives them up.</summary>
        public void HoldAt(string text, int passingFirst)
        {
            lock (_gate)
            {
                _heldText = text;
                _passingFirst = passingFirst;
                _held = 0;
            }
        }

        public bool WaitForHeld(int count, int seconds)
        {
            return WaitFor(delegate { return _held >= count; }, seconds);
        }

        /// <summary>
        /// Waits until every request that is held was given up. A client may keep connections open that no request uses.
        /// </summary>
        public bool WaitForHeldGivenUp(int seconds)
        {
            return WaitFor(delegate { return _holding == 0; }, seconds);
        }

        /// <summary>Waits until no client has a connection open any more.</summary>
        public bool WaitForAllClosed(int seconds)
        {
            return WaitFor(delegate { return _open == 0; }, seconds);
        }

        /// <summary>Lets everything pass again.</summary>
        public void Mend()
        {
            HoldAt(null, 0);
            CutAfter(long.MaxValue);
        }

        public void Dispose()
        {
            _listener.Stop();
            CloseAll();
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
                        _open++;
                    }

                    Run(delegate { PassRequests(client, server); });
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

        private void PassRequests(Socket client, Socket server)
        {
            try
            {
                Pass(client, server, true);
            }
            finally
            {
                lock (_gate)
                {
                    _open--;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private void Pass(Socket from, Socket to, bool counted)
        {
            string before = "";
            byte[] buffer = new byte[16 * 1024];
            try
            {
                int read;
                while ((read = from.Receive(buffer)) > 0)
                {
                    if (counted && IsHeld(ref before, Encoding.ASCII.GetString(buffer, 0, read)))
                    {
                        Hold(from, buffer);
                        to.Dispose();
                        return;
                    }

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

        // Until its client gives the request up.
        private void Hold(Socket client, byte[] buffer)
        {
            try
            {
                while (client.Receive(buffer) > 0)
                {
                }
            }
            finally
            {
                lock (_gate)
                {
                    _holding--;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        // A text may lie across two pieces.
        private bool IsHeld(ref string before, string piece)
        {
            lock (_gate)
            {
                if (_heldText == null)
                {
                    before = "";
                    return false;
                }

                string both = before + piece;
                if (both.IndexOf(_heldText, StringComparison.Ordinal) < 0)
                {
                    before = both.Substring(Math.Max(0, both.Length - _heldText.Length + 1));
                    return false;
                }

                before = "";
                if (_passingFirst > 0)
                {
                    _passingFirst--;
                    return false;
                }

                _held++;
                _holding++;
                Monitor.PulseAll(_gate);
                return true;
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
